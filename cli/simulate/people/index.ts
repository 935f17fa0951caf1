export type { PeopleParameters } from './parameters.js';
export { DEFAULT_PEOPLE, readPeople, readPeopleFile } from './read-people.js';
export { type People, settlePeople } from './settle-people.js';
export type { Met, Success } from './success.js';
