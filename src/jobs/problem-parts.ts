import type { AssemblyProblem } from '#kernel/assembly';

/** Members in one part: a value of the database holds 256 MB, a member takes some 500 bytes. */
const MEMBERS_A_PART = 100_000;

/** A problem as it is stored: whole where it is short; otherwise all of it with the first members, then `{members}` part by part in order. */
export function problemParts(problem: AssemblyProblem, membersAPart = MEMBERS_A_PART): readonly object[] {
  const { members } = problem;
  const parts: object[] = [{ ...problem, members: members.slice(0, membersAPart) }];
  for (let at = membersAPart; at < members.length; at += membersAPart)
    parts.push({ members: members.slice(at, at + membersAPart) });
  return parts;
}
