/** What an act says with parties by their names: nobody knows them by the numbers that they have in the case. */
export function withPartyNames(
  said: object,
  parties: readonly { readonly partyId: string; readonly name: string }[],
): object {
  const { partyIds } = said as { readonly partyIds?: readonly string[] };
  if (partyIds === undefined) return said;
  return { ...said, partyIds: partyIds.map((id) => parties.find(({ partyId }) => partyId === id)?.name ?? id) };
}
