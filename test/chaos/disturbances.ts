import type { Deployment } from './deployment';
import { CALM, pause, type ProviderDouble, type Stage } from './doubles/provider-double';
import { frozen, killed, type Strikes } from './faults';
import type { Machine } from './machine';
import type { Random } from './random';
import type { RoleProcess } from './role-process';
import type { Target } from './target';

/** How long a stage is waited for: with nobody sending, a worker cannot be hit in the middle of it. */
const WAIT_FOR_STAGE_MS = 15_000;
/** A clean stop may take 25 s; PostgreSQL may have just come back. */
const CLEAN_STOP_MS = 30_000;

/** A worker that died or slept, or the database under all of them: what was in flight then may be unknown. Instants in ms. */
export interface UncleanEnd {
  readonly deployment: Target;
  /** Null: every worker. */
  readonly worker: string | null;
  readonly from: number;
  to: number;
}

/** What the disturbances of one round share. */
export interface Scene {
  readonly machine: Machine;
  readonly deployments: readonly Target[];
  readonly random: Random;
  readonly strikes: Strikes;
  /** What left something in flight. */
  readonly uncleanEnds: UncleanEnd[];
  /** What a clean stop did wrong. */
  readonly complaints: string[];
  /** Restarts and thaws that are still to come. */
  readonly later: Promise<unknown>[];
}

/** One blow. @returns whether it struck */
export type Disturbance = (scene: Scene) => Promise<boolean>;

function anUncleanEnd(scene: Scene, deployment: Target, worker: string | null, from: number): UncleanEnd {
  const end = { deployment, worker, from, to: Date.now() };
  scene.uncleanEnds.push(end);
  return end;
}

const workerOf = ({ workers }: Target, name: string): RoleProcess | undefined =>
  workers.find((worker) => worker.name === name);

/** Hits the first worker that reaches a stage, in the very turn in which the provider sees it there. */
function atStage(
  deployment: Target,
  provider: ProviderDouble,
  stage: Stage,
  how: 'kill' | 'freeze',
  begin: () => Promise<unknown> = () => Promise.resolve(),
): Disturbance {
  return async (scene) => {
    const begun = begin();
    const worker = await new Promise<RoleProcess | null>((resolve) => {
      const { behaviour } = provider;
      const calm = behaviour.onStage;
      const stop = (found: RoleProcess | null): void => {
        clearTimeout(timer);
        behaviour.onStage = calm;
        resolve(found);
      };
      const timer = setTimeout(() => stop(null), WAIT_FOR_STAGE_MS);
      behaviour.onStage = (seen, name) => {
        const worker = workerOf(deployment, name);
        if (seen !== stage || worker?.isReady !== true) return 'go on';
        if (!worker.signal(how === 'kill' ? 'SIGKILL' : 'SIGSTOP')) return 'go on';
        stop(worker);
        return how === 'kill' ? 'dead' : 'go on';
      };
    });
    await begun;
    if (worker === null) return false;
    scene.strikes.add((how === 'kill' ? killed : frozen)[stage]);
    if (provider.name === 'twilio')
      scene.strikes.add(`Twilio: worker ${how === 'kill' ? 'killed' : 'frozen'} while it talks to it`);
    after(scene, deployment, worker, how);
    return true;
  };
}

/** Hits a worker as soon as it says that it has claimed a message: around the commit of the claim. */
function atClaim(deployment: Deployment, how: 'kill' | 'freeze', post: Post): Disturbance {
  return async (scene) => {
    const hit = new Promise<RoleProcess | null>((resolve) => {
      const stop = (found: RoleProcess | null): void => {
        clearTimeout(timer);
        deployment.onClaim = null;
        resolve(found);
      };
      const timer = setTimeout(() => stop(null), WAIT_FOR_STAGE_MS);
      deployment.onClaim = ({ worker: name }) => {
        const worker = workerOf(deployment, name);
        if (worker?.isReady === true && worker.signal(how === 'kill' ? 'SIGKILL' : 'SIGSTOP')) stop(worker);
      };
    });
    await post(deployment);
    const worker = await hit;
    if (worker === null) return false;
    scene.strikes.add(how === 'kill' ? 'worker killed after the claim' : 'worker frozen after the claim');
    after(scene, deployment, worker, how);
    return true;
  };
}

/** A killed worker is started again; a frozen one sleeps until somebody else must have taken over what it had. */
function after(scene: Scene, deployment: Target, worker: RoleProcess, how: 'kill' | 'freeze'): void {
  const end = anUncleanEnd(scene, deployment, worker.name, Date.now());
  const restart = async (): Promise<void> => {
    await worker.ended();
    await worker.start();
  };
  const thaw = async (): Promise<void> => {
    end.to = Infinity;
    await pause(deployment.leaseMs + 1200);
    end.to = Date.now();
    worker.signal('SIGCONT');
  };
  scene.later.push(how === 'kill' ? restart() : thaw());
}

/** A deploy of one worker: it has to end in time, by itself, with 0. */
export function deployWorker(deployment: Target): Disturbance {
  return async (scene) => {
    const ready = deployment.workers.filter(({ isReady }) => isReady);
    if (ready.length === 0) return false;
    const worker = scene.random.pick(ready);
    if (!worker.signal('SIGTERM')) return false;
    await endsCleanly(scene, deployment, worker);
    scene.strikes.add('worker deployed with SIGTERM');
    scene.later.push(worker.start());
    return true;
  };
}

/** Waits for the end after SIGTERM and complains when it is none of its own, or not in time. */
export async function endsCleanly(scene: Scene, deployment: Target, process: RoleProcess): Promise<void> {
  const late = pause(CLEAN_STOP_MS).then(() => 'not in time' as const);
  const end = await Promise.race([process.ended(), late]);
  if (end === 0) return;
  scene.complaints.push(
    `I12 ${deployment.name} ${process.name} after SIGTERM: ${end}; ${process.lastLines.join(' / ')}`,
  );
  if (end === 'not in time') await process.stop();
}

function hitApi(deployment: Deployment, signal: 'SIGKILL' | 'SIGTERM'): Disturbance {
  return async (scene) => {
    const ready = deployment.apis.filter(({ isReady }) => isReady);
    if (ready.length === 0) return false;
    const api = scene.random.pick(ready);
    if (!api.signal(signal)) return false;
    if (signal === 'SIGTERM') await endsCleanly(scene, deployment, api);
    else await api.ended();
    scene.strikes.add(signal === 'SIGTERM' ? 'api deployed with SIGTERM' : 'api killed');
    scene.later.push(api.start());
    return true;
  };
}

const flushRedis: Disturbance = async ({ machine, strikes }) => {
  await machine.flushRedis();
  strikes.add('Redis emptied');
  return true;
};

const restartRedis: Disturbance = async ({ machine, strikes, random }) => {
  await machine.restartRedis(random.between(200, 2500));
  strikes.add('Redis killed and restarted empty');
  return true;
};

export const crashPostgres: Disturbance = async (scene) => {
  const from = Date.now();
  await scene.machine.crashPostgres();
  for (const deployment of scene.deployments) anUncleanEnd(scene, deployment, null, from);
  scene.strikes.add('PostgreSQL restarted at once');
  return true;
};

/** Counts only when a process of ours was really refused a connection. */
export const useUpConnections: Disturbance = async (scene) => {
  const refused = (): number => scene.deployments.reduce((sum, { refusedConnections }) => sum + refusedConnections, 0);
  const before = refused();
  const from = Date.now();
  await scene.machine.useUpConnections(1500);
  for (const deployment of scene.deployments) anUncleanEnd(scene, deployment, null, from);
  if (refused() === before) return false;
  scene.strikes.add('connections of PostgreSQL used up');
  return true;
};

const STAGES: readonly Stage[] = ['intent', 'midway', 'answered'];

/** Every stage at which a worker can be hit while it talks to one provider, killed and frozen. */
export function allStages(deployment: Target, provider: ProviderDouble): Disturbance[] {
  return STAGES.flatMap((stage) => [
    atStage(deployment, provider, stage, 'kill'),
    atStage(deployment, provider, stage, 'freeze'),
  ]);
}

/** Posts a message to a few guests, so that somebody has to claim and send it. */
type Post = (deployment: Deployment, channel?: 'sms') => Promise<unknown>;

/** Hits a worker while it talks to Twilio, which otherwise is seldom. */
function atPhone(deployment: Deployment, stage: Stage, how: 'kill' | 'freeze', post: Post): Disturbance {
  return atStage(deployment, deployment.phones, stage, how, () => post(deployment, 'sms'));
}

/** Everything, each kind at least once; the claims and the stages of a mail at every deployment, the stages of a message to a phone at one. */
export function allDisturbances(deployments: readonly Deployment[], post: Post): Disturbance[] {
  const [first, second = first] = deployments;
  return [
    ...deployments.flatMap((deployment) => [
      ...allStages(deployment, deployment.mail),
      atClaim(deployment, 'kill', post),
      atClaim(deployment, 'freeze', post),
      deployWorker(deployment),
    ]),
    ...STAGES.flatMap((stage) => [atPhone(first!, stage, 'kill', post), atPhone(second!, stage, 'freeze', post)]),
    hitApi(first!, 'SIGKILL'),
    hitApi(second!, 'SIGTERM'),
    flushRedis,
    restartRedis,
    crashPostgres,
    useUpConnections,
  ];
}

/** A few of them, for the short round in the tests. */
export function fewDisturbances(deployments: readonly Deployment[], post: Post): Disturbance[] {
  const [first, second] = deployments;
  return [
    atStage(first!, first!.mail, 'midway', 'freeze'),
    atStage(second!, second!.mail, 'answered', 'kill'),
    atPhone(first!, 'answered', 'kill', post),
    atPhone(second!, 'midway', 'freeze', post),
    atClaim(second!, 'kill', post),
    deployWorker(second!),
    flushRedis,
    restartRedis,
    crashPostgres,
  ];
}

/** No troubles and no latency any more; hooks of receipts stay. */
export function calmDown(deployment: Target): void {
  for (const provider of deployment.providers) provider.behaviour = { ...CALM, onTaken: provider.behaviour.onTaken };
}
