/** How people behave. Money is tenge, shares are from 0 to 1. */
export type PeopleParameters = {
  readonly membersPerGoal: number;
  readonly averageTarget: number;
};

export const DEFAULT_PEOPLE: PeopleParameters = { membersPerGoal: 3, averageTarget: 500_000 };
