import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type * as z from 'zod';
import { LABELS, type LabelKey, labelList, type labelSchema } from '#contract/labels';
import { client } from '../data/remote/client.ts';
import { applyCityWords, type Language, standardTexts } from './i18n.ts';

/** A renamed word with its days. */
export type Label = z.output<typeof labelSchema>;

/** The renamed words of the city, asked once for a session. */
export function useLabels(signedIn = true) {
  return useQuery({
    queryKey: ['labels'],
    queryFn: async () => (await client.call(labelList, {})).data,
    staleTime: 60_000,
    enabled: signedIn,
  });
}

/** Puts today's words in place of the standard ones in all texts of the page. */
export function useCityWords(signedIn: boolean): void {
  const { data } = useLabels(signedIn);
  useEffect(() => {
    if (!data) return;
    const words = new Map<string, Record<string, string>>();
    for (const label of data.items.filter((one) => holdsOn(one, data.today))) {
      for (const path of LABELS[label.key]) {
        const [namespace, key] = path.split(':') as [string, string];
        const at = `${label.lang}/${namespace}`;
        words.set(at, { ...words.get(at), [key]: label.text });
      }
    }
    void applyCityWords(words);
  }, [data]);
}

const holdsOn = (label: Pick<Label, 'from' | 'to'>, day: string): boolean => label.from <= day && day < label.to;

/** The word of a kind as it was on a day: what is past keeps its name. */
export function useWordOn(language: Language): (key: LabelKey, day: string) => string {
  const { data } = useLabels();
  const standard = useQuery({
    queryKey: ['standard-words', language],
    queryFn: () => standardTexts(language, 'org'),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (key, day) =>
    data?.items.find((one) => one.key === key && one.lang === language && holdsOn(one, day))?.text ??
    standard.data?.[LABELS[key][0].split(':')[1]!] ??
    '';
}
