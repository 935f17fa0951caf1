/** Finds the goals in which time has made something due without looking at all of them. */
export const awaitingGoals = `
CREATE INDEX goals_status ON goals (status, deadline);
CREATE INDEX goals_frozen ON goals (id) WHERE frozen;
CREATE INDEX goals_organiser ON goals (organiser_id);
CREATE INDEX clients_unable ON clients (id) WHERE status <> 'active';
CREATE INDEX members_gone ON members (goal_id, client_id) WHERE status <> 'active';
`;
