import { Injectable } from '@nestjs/common';

const TIMEOUT_MS = 5000;
const MAX_BYTES = 64 * 1024;
const KEPT = 8;

/** Certificates that SNS signs with. The caller has checked the address. Kept by address: a new certificate has a new one. */
@Injectable()
export class SnsCertificates {
  /** Where they come from; tests bring their own. */
  download: (url: string) => Promise<string> = downloadOverHttps;
  private readonly kept = new Map<string, string>();

  /** @throws Error when the certificate cannot be had */
  async get(url: string): Promise<string> {
    const known = this.kept.get(url);
    if (known !== undefined) return known;
    const certificate = await this.download(url);
    if (this.kept.size >= KEPT) this.kept.clear();
    this.kept.set(url, certificate);
    return certificate;
  }
}

async function downloadOverHttps(url: string): Promise<string> {
  const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!answer.ok) throw new Error(`the certificate was answered with ${answer.status}`);
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of answer.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (text.length > MAX_BYTES) throw new Error('the certificate is too long');
  }
  return text;
}
