import { migrate } from '@beckon/migrations';

/** `npm run migrate` brings the schema up, `npm run migrate -- --down` takes the newest migration back. */
async function main(): Promise<void> {
  const databaseUrl = process.env.DATABASE_URL;
  if (!databaseUrl) throw new Error('DATABASE_URL is missing.');
  const direction = process.argv.includes('--down') ? 'down' : 'up';
  const names = await migrate(databaseUrl, direction);
  console.log(names.length > 0 ? `${direction}: ${names.join(', ')}` : 'The schema is up to date.');
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
