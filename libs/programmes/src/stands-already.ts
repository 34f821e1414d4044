import { everyMemberGivenStands } from '#decider';

/** Whether the members that the body gives, as they would be stored, are what stands. */
export const standsAlready = (body: object, data: object, standing: object): boolean => {
  const members = Object.entries(data).filter(([member]) => Object.hasOwn(body, member));
  return everyMemberGivenStands(Object.fromEntries(members), standing);
};
