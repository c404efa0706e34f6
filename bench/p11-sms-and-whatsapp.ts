import path from 'node:path';
import { addConversations, addPhones, dueBroadcast, msUntilSent, seedEvent } from './harness/fixtures';
import { median, report } from './harness/report';
import { openStage, run } from './harness/stage';

const MESSAGES = Number(process.env.BENCH_MAILS ?? 20_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
/** The bare loop gets as many lanes as the channel has connections, and what suits it better. */
const BARE_LANES = [10, 20];
const CHANNELS = ['sms', 'whatsapp'] as const;

/** P11: SMS and WhatsApp with a whole ledger against a loop over fetch that keeps nothing, to the same server over HTTP. */
export async function p11(): Promise<void> {
  const stage = await openStage();
  try {
    const sink = await stage.httpSink();
    const event = await seedEvent(stage.pool, MESSAGES);
    await addPhones(stage.pool, event);
    await addConversations(stage.pool, event);
    await stage.worker({
      TWILIO_ACCOUNT_SID: `AC${'0a'.repeat(16)}`,
      TWILIO_AUTH_TOKEN: 'token-of-the-bench',
      TWILIO_SMS_FROM: '+15550100123',
      TWILIO_WHATSAPP_FROM: 'whatsapp:+15550100123',
      TWILIO_BASE_URL: `http://127.0.0.1:${sink.port}`,
    });
    const ours: Record<string, number[]> = Object.fromEntries(CHANNELS.map((channel) => [channel, []]));
    const bare: Record<number, number[]> = Object.fromEntries(BARE_LANES.map((n) => [n, []]));
    for (let round = 0; round <= ROUNDS; round++) {
      for (const channel of CHANNELS) {
        const before = (await sink.count()).count;
        const ms = await msUntilSent(stage.pool, await dueBroadcast(stage.pool, event, channel));
        const taken = (await sink.count()).count - before;
        if (taken !== MESSAGES) throw new Error(`${taken} of ${MESSAGES} messages arrived`);
        if (round > 0) ours[channel]!.push(MESSAGES / (ms / 1000));
      }
      for (const lanes of BARE_LANES) {
        const loop = path.join(__dirname, 'harness/bare-fetch-loop.mjs');
        const bareMs = Number(
          await run(process.execPath, [loop, String(sink.port), String(MESSAGES), String(lanes), '']),
        );
        if (round > 0) bare[lanes]!.push(MESSAGES / (bareMs / 1000));
      }
    }
    const best = BARE_LANES.reduce((a, b) => (median(bare[a]!) >= median(bare[b]!) ? a : b));
    const bareRate = median(bare[best]!);
    const [sms, whatsapp] = CHANNELS.map((channel) => median(ours[channel]!)) as [number, number];
    report({
      id: 'P11',
      work: `${MESSAGES} SMS and as many WhatsApp deliveries over HTTP, one worker, full ledger`,
      yardstick: `a loop over fetch with ${best} kept connections that records nothing`,
      goal: '>= 0.8',
      result: `SMS ${(sms / bareRate).toFixed(2)} x its rate, WhatsApp ${(whatsapp / bareRate).toFixed(2)} x (${Math.round(sms)} and ${Math.round(whatsapp)} against ${Math.round(bareRate)} messages/s)`,
      isMet: Math.min(sms, whatsapp) / bareRate >= 0.8,
      rounds: {
        'SMS, messages/s': ours.sms!,
        'WhatsApp, messages/s': ours.whatsapp!,
        ...Object.fromEntries(BARE_LANES.map((n) => [`bare loop with ${n} connections, messages/s`, bare[n]!])),
      },
    });
    sink.stop();
  } finally {
    await stage.close();
  }
}
