export * from '#fields';
export { Narrative as LongText, PersonRefs as Ids } from '#fields';
