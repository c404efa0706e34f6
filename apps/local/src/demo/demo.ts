import path from 'node:path';
import type { SignIn } from '../banner';
import { readJson, writePrivateJson } from '../secrets';
import type { ServicesScript } from '../services';
import { ApiClient } from './api-client';
import { readablePassword } from './passwords';
import { type DemoAccount, seedDemo } from './seed';

interface DemoRecord {
  startedAt: string;
  seededAt?: string;
  accounts: DemoAccount[];
}

interface DemoPlan {
  dataDir: string;
  apiUrl: string;
  /** The database had no users when this start began. */
  isEmpty: boolean;
  /** A real provider is configured: nothing is sent by itself. */
  holdBroadcast: boolean;
}

const ACCOUNTS: readonly (Omit<DemoAccount, 'password'> & { says: string })[] = [
  {
    email: 'demo@beckon.local',
    name: 'Efua Mensah',
    memberRole: 'admin',
    eventRole: 'owner',
    says: 'owner of the demo event, admin',
  },
  { email: 'editor@beckon.local', name: 'Kofi Owusu', memberRole: 'member', eventRole: 'editor', says: 'editor' },
  { email: 'viewer@beckon.local', name: 'Ama Asante', memberRole: 'member', eventRole: 'viewer', says: 'viewer' },
  {
    email: 'support@beckon.local',
    name: 'Yaw Osei',
    memberRole: 'support',
    eventRole: null,
    says: 'support: the delivery audit',
  },
];

/** True when the migrated database has no users yet. */
export const isEmptyDatabase = (services: ServicesScript, databaseUrl: string): Promise<boolean> =>
  services.withConnection(databaseUrl, async (client) => {
    const { rows } = await client.query<{ empty: boolean }>('select not exists (select 1 from users) as empty');
    return rows[0]?.empty ?? false;
  });

/**
 * Seeds the demo on an empty installation, or goes on with one that was interrupted, and tells its sign-ins. Passwords are
 * generated once and kept in `demo.json`. Never throws: without the demo the product works as well.
 */
export async function prepareDemo(plan: DemoPlan): Promise<{ signIns: SignIn[]; notes: string[] }> {
  const file = path.join(plan.dataDir, 'demo.json');
  try {
    const before = readJson(file) as DemoRecord | null;
    if (before?.seededAt && !plan.isEmpty) return { signIns: signInsOf(before), notes: [] };
    if (!before && !plan.isEmpty) return { signIns: [], notes: [] };
    const now = new Date();
    const accounts =
      before?.accounts ?? ACCOUNTS.map(({ says: _says, ...account }) => ({ ...account, password: readablePassword() }));
    const record: DemoRecord = { startedAt: now.toISOString(), accounts };
    writePrivateJson(file, record);
    await seedDemo(new ApiClient(plan.apiUrl), accounts, { hold: plan.holdBroadcast, now });
    writePrivateJson(file, { ...record, seededAt: new Date().toISOString() });
    const note = plan.holdBroadcast
      ? "A real provider is configured, so the demo's broadcast is a draft: look at it before you send it."
      : 'The demo has just sent a broadcast: watch it arrive in the mailbox.';
    return { signIns: signInsOf(record), notes: [note] };
  } catch (error) {
    return {
      signIns: [],
      notes: [
        `The demo could not be set up (${(error as Error).message}). Everything else works; the next start tries again.`,
      ],
    };
  }
}

const signInsOf = ({ accounts }: DemoRecord): SignIn[] =>
  accounts.map(({ email, password }) => ({
    email,
    password,
    role: ACCOUNTS.find((account) => account.email === email)?.says ?? '',
  }));
