/** Counts what a client was told lately without looking at all that they were ever told. */
export const placesUnderCaps = `
CREATE INDEX messages_left ON messages (client_id, left_at, class, goal_id) WHERE left_at IS NOT NULL;
`;
