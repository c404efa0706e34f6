import { inspectContent, PLACEHOLDERS } from '@beckon/templates';

/** A template's content as a guest would read it, with invented values. */
export function templatePreview(content: string): string {
  const { body } = inspectContent({ channel: 'whatsapp', body: content }, null);
  return body.map((part) => (typeof part === 'string' ? part : PLACEHOLDERS[part.token].example)).join('');
}
