/** One setting that is missing or makes no sense, in words an operator can act on. */
export class InvalidEnvironment extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The environment cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'InvalidEnvironment';
  }
}

/**
 * Reads settings from an environment and remembers everything that is wrong with it,
 * so that an operator sees all mistakes at once instead of one per start.
 */
export class EnvironmentReader {
  readonly problems: string[] = [];

  constructor(private readonly env: Readonly<Record<string, string | undefined>>) {}

  text(name: string): string | null {
    const value = this.env[name]?.trim();
    return value ? value : null;
  }

  required(name: string): string {
    const value = this.text(name);
    if (value === null) this.problems.push(`${name} is missing`);
    return value ?? '';
  }

  /** A secret of at least 32 characters that is not a sample from the documentation. */
  secret(name: string): string {
    const value = this.required(name);
    if (value && value.length < 32) this.problems.push(`${name} must have at least 32 characters`);
    if (/change-?me|sample|example|secret-?here/i.test(value)) this.problems.push(`${name} is still the sample value`);
    return value;
  }

  integer(name: string, fallback: number, min: number, max: number): number {
    const value = this.text(name);
    if (value === null) return fallback;
    const number = Number(value);
    if (!Number.isInteger(number) || number < min || number > max) {
      this.problems.push(`${name} must be a whole number from ${min} to ${max}, not "${value}"`);
      return fallback;
    }
    return number;
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.text(name)?.toLowerCase();
    if (value === undefined) return fallback;
    if (['1', 'true', 'yes', 'on'].includes(value)) return true;
    if (['0', 'false', 'no', 'off'].includes(value)) return false;
    this.problems.push(`${name} must be true or false, not "${value}"`);
    return fallback;
  }

  oneOf<const T extends string>(name: string, choices: readonly T[], fallback: T): T {
    const value = this.text(name);
    if (value === null) return fallback;
    const choice = choices.find((candidate) => candidate === value);
    if (choice === undefined) this.problems.push(`${name} must be one of ${choices.join(', ')}, not "${value}"`);
    return choice ?? fallback;
  }

  /** @param form how it must look, for people */
  matching(name: string, pattern: RegExp, form: string): string | null {
    const value = this.text(name);
    if (value !== null && !pattern.test(value)) this.problems.push(`${name} must look like this: ${form}`);
    return value;
  }

  url(name: string, protocols: readonly string[]): string | null {
    const value = this.text(name);
    if (value === null) return null;
    if (!URL.canParse(value) || !protocols.includes(new URL(value).protocol)) {
      this.problems.push(`${name} must be a URL that starts with ${protocols.map((p) => `${p}//`).join(' or ')}`);
    }
    return value;
  }

  /** A sender that must be there: a provider takes mail only from a domain that it has checked. */
  requiredSender(name: string): { name: string; address: string } {
    this.required(name);
    return this.sender(name, { name: '', address: '' });
  }

  /** `Name <address>` or a bare address. */
  sender(name: string, fallback: { name: string; address: string }): { name: string; address: string } {
    const value = this.text(name);
    if (value === null) return fallback;
    const parts = /^(?:"?([^"<>]*?)"?\s*<)?([^\s<>@]+@[^\s<>@]+)>?$/.exec(value);
    if (parts === null) this.problems.push(`${name} must look like Beckon <hello@example.com>, not "${value}"`);
    return { name: parts?.[1]?.trim() ?? '', address: parts?.[2] ?? '' };
  }
}
