import type { DEMO_ACCOUNTS } from '#demo/accounts';

/** One read as a part of the demo does it. */
export interface Read {
  readonly name: string;
  readonly part: keyof typeof DEMO_ACCOUNTS;
  readonly path: string;
  /** What is searched for: such a read is a POST. */
  readonly body?: unknown;
}

/** Reads one address as a part of the demo; throws when it is refused. */
export type Reader = <T>(part: Read['part'], path: string) => Promise<T>;

interface Items {
  readonly items: readonly { readonly id: string }[];
}

/** The reads of the console and of the phone, with the ids that this city has: the widest body of each part, the task that runs. */
export async function listReads(read: Reader): Promise<Read[]> {
  const session = async (part: Read['part']): Promise<string> =>
    (await read<{ grants: readonly { orgId: string | null }[] }>(part, '/api/session')).grants.find((one) => one.orgId)!.orgId!;
  const [city, district, subdistrict, branch, unitOrg] = [
    await session('cityOfficer'),
    await session('districtOfficer'),
    await session('subdistrictSecretary'),
    await session('branchSecretary'),
    await session('unitSecretary'),
  ];
  const tasks = (await read<{ items: readonly { id: string; step: string }[] }>('cityOfficer', '/api/tasks')).items;
  const task = (tasks.find((one) => one.step === 'running') ?? tasks[0]!).id;
  const plan = (await read<Items>('cityOfficer', `/api/tasks/${task}/plans`)).items[0]!.id;
  const posts = `/api/plans/${plan}/posts?limit=1`;
  const post = (await read<{ items: readonly { postId: string }[] }>('cityOfficer', posts)).items[0]!.postId;
  const chain = await read<{ nodes: readonly { key: string }[] }>('cityOfficer', `/api/tasks/${task}/formation`);
  const node = encodeURIComponent(chain.nodes[0]!.key);
  const unit = (await read<Items>('cityOfficer', '/api/units?limit=1')).items[0]!.id;
  const area = (await read<Items>('cityOfficer', '/api/areas')).items[0]!.id;
  const people = `/api/organizations/${branch}/members?limit=1`;
  const person = (await read<{ items: readonly { personId: string }[] }>('branchSecretary', people)).items[0]!.personId;
  const get = (name: string, part: Read['part'], path: string): Read => ({ name, part, path });
  const search = (name: string, part: Read['part'], q: string, kinds?: readonly string[]): Read => ({
    name,
    part,
    path: '/api/search',
    body: kinds ? { q, kinds } : { q },
  });
  return [
    get('today, mine', 'cityOfficer', '/api/today'),
    get('today, the whole body', 'cityOfficer', '/api/today?scope=body'),
    get('today of a district', 'districtOfficer', '/api/today?scope=body'),
    get('today of a branch', 'branchSecretary', '/api/today'),
    get('today of a member', 'member', '/api/today'),
    get('organizations, top', 'cityOfficer', '/api/organizations'),
    get('organizations below the city', 'cityOfficer', `/api/organizations?parentId=${city}&limit=200`),
    get('organizations below a district', 'districtOfficer', `/api/organizations?parentId=${district}&limit=200`),
    get('organizations of tasks', 'cityOfficer', '/api/organizations?tree=task'),
    get('organization: the city', 'cityOfficer', `/api/organizations/${city}`),
    get('organization: a district', 'districtOfficer', `/api/organizations/${district}`),
    get('organization: a branch', 'branchSecretary', `/api/organizations/${branch}`),
    get('organization: history', 'cityOfficer', `/api/organizations/${city}/history`),
    get('register check of the city', 'cityOfficer', `/api/organizations/${city}/check`),
    get('register check of a district', 'districtOfficer', `/api/organizations/${district}/check`),
    get('members of a branch', 'branchSecretary', `/api/organizations/${branch}/members?limit=200`),
    get('members below a subdistrict', 'subdistrictSecretary', `/api/organizations/${subdistrict}/members?below=yes&limit=200`),
    get('members below a group', 'unitSecretary', `/api/organizations/${unitOrg}/members?below=yes&limit=200`),
    get('participations of a subdistrict', 'subdistrictSecretary', `/api/organizations/${subdistrict}/participations`),
    get('transfers', 'subdistrictSecretary', `/api/organizations/${subdistrict}/transfers`),
    get('one member', 'branchSecretary', `/api/members/${person}`),
    search('search, all kinds', 'cityOfficer', '文化'),
    search('search by pinyin', 'cityOfficer', 'wenhua'),
    search('search members: 王', 'subdistrictSecretary', '王', ['members']),
    search('search members: li', 'unitSecretary', 'li', ['members']),
    get('units', 'cityOfficer', '/api/units?limit=200'),
    get('units by name', 'cityOfficer', `/api/units?q=${encodeURIComponent('水')}`),
    get('one unit', 'cityOfficer', `/api/units/${unit}`),
    get('areas, top', 'cityOfficer', '/api/areas'),
    get('areas below', 'cityOfficer', `/api/areas?parentId=${area}`),
    get('one area', 'cityOfficer', `/api/areas/${area}`),
    get('small units of an area', 'cityOfficer', `/api/areas/${area}/small-units`),
    get('tasks', 'cityOfficer', '/api/tasks'),
    get('tasks that ended', 'cityOfficer', '/api/tasks?closed=yes'),
    get('one task', 'cityOfficer', `/api/tasks/${task}`),
    get('standing organizations for a task', 'cityOfficer', `/api/tasks/${task}/standing`),
    get('needs', 'cityOfficer', `/api/tasks/${task}/needs`),
    get('sources', 'cityOfficer', `/api/tasks/${task}/sources`),
    get('plans', 'cityOfficer', `/api/tasks/${task}/plans`),
    get('one plan', 'cityOfficer', `/api/plans/${plan}`),
    get('posts of a plan', 'cityOfficer', `/api/plans/${plan}/posts?limit=200`),
    get('why here', 'cityOfficer', `/api/plans/${plan}/posts/${post}`),
    get('plan: what changed since', 'cityOfficer', `/api/plans/${plan}/since`),
    get('formation', 'cityOfficer', `/api/tasks/${task}/formation`),
    get('groups of the formation', 'cityOfficer', `/api/tasks/${task}/formation/nodes?parent=${node}`),
    get('running', 'cityOfficer', `/api/tasks/${task}/running`),
    get('ending', 'cityOfficer', `/api/tasks/${task}/ending`),
    get('approvals', 'cityApprover', '/api/approvals'),
    get('offers', 'unitSecretary', '/api/offers'),
    get('notices of a body', 'cityOfficer', '/api/notices'),
    get('my duties', 'member', '/api/me/duties'),
    get('my notices', 'member', '/api/me/notices'),
    get('my offers', 'member', '/api/me/offers'),
    get('rules', 'cityOfficer', '/api/rules'),
    get('rules: library', 'cityOfficer', '/api/rules/library'),
    get('rules: functions', 'cityOfficer', '/api/rules/functions'),
    get('imports', 'cityOfficer', '/api/imports'),
    get('audit trail', 'security', '/api/audit-events?limit=200'),
  ];
}
