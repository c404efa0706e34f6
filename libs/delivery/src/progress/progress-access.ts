/** Who may see where a message stands; asked at the door, and again while they watch. */
export const PROGRESS_ACCESS = { needed: 'editor', support: true } as const;
