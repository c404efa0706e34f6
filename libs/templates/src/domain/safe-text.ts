/** C0 and C1 controls, line and paragraph separators. Built from escapes, so that this file stays readable. */
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;
/** The same without tab and line feed, which a body may have. */
const BODY_CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
/** Marks that reorder what follows them: with these a name can disguise the text around it. */
const BIDI = /[\u202a-\u202e\u2066-\u2069]/g;
const NEEDS_CLEANING = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

/**
 * Makes one line out of a value that came from outside: control characters and line breaks become a space,
 * marks that reorder text vanish, space around is cut.
 */
export function cleanValue(value: string): string {
  if (!NEEDS_CLEANING.test(value)) return value.trim();
  return value.replace(BIDI, '').replace(CONTROLS, ' ').trim();
}

/** The text of a body with line feeds only, and without characters that no reader can see. */
export function cleanBody(body: string): string {
  return body
    .replace(/\r\n?/g, '\n')
    .replace(/[\u2028\u2029]/g, '\n')
    .replace(BODY_CONTROLS, '');
}

/** True when a text holds a line break, a control character or a mark that reorders text. */
export function hasHiddenCharacters(text: string): boolean {
  return NEEDS_CLEANING.test(text);
}

/** True for an http or https URL that can stand in an attribute; nothing else may become a link. */
export function isWebUrl(value: string): boolean {
  return /^https?:\/\/[^\s<>"'`\\]+$/i.test(value);
}
