import { createContext, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { fromOf, type Mentioned } from './plan-words.ts';

const Names = createContext<Readonly<Record<string, string>>>({});

/** Full names of one plan while they are shown; they leave the page with it. */
export const NamesProvider = Names.Provider;

/** The name to show: the full one after it was revealed, else the masked one. */
export function useNameOf(): (person: { readonly personId: string; readonly name: string }) => string {
  const names = useContext(Names);
  return (person) => names[person.personId] || person.name;
}

/** The name with where the person comes from, for a button or sentence in which nothing else tells who is meant. */
export function usePersonOf(): (person: Mentioned) => string {
  const { t } = useTranslation('tasks');
  const nameOf = useNameOf();
  return (person) => t('person-of', { name: nameOf(person), from: fromOf(t, person) });
}
