/** How much of everything one guest may have; the database repeats the ones that matter for its columns. */
export const MAX_NAME_LENGTH = 200;
export const MAX_FIRST_NAME_LENGTH = 100;
export const MAX_PLUS_ONES = 50;
/** How many a guest may bring along by their own answer; an organizer may enter more. */
export const MAX_PLUS_ONES_BY_GUEST = 20;
export const MAX_TAGS = 20;
export const MAX_TAG_LENGTH = 40;
export const MAX_ATTRIBUTES = 30;
export const MAX_ATTRIBUTE_LENGTH = 500;

/** Names of attributes: what fits into a column header and a placeholder. */
export const ATTRIBUTE_KEY = /^[A-Za-z][A-Za-z0-9_-]{0,39}$/;
