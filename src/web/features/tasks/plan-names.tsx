import { createContext, useContext } from 'react';

const Names = createContext<Readonly<Record<string, string>>>({});

/** Full names of one plan while they are shown; they leave the page with it. */
export const NamesProvider = Names.Provider;

/** The name to show: the full one after it was revealed, else the masked one. */
export function useNameOf(): (person: { readonly personId: string; readonly name: string }) => string {
  const names = useContext(Names);
  return (person) => names[person.personId] || person.name;
}
