/**
 * Area codes of +1 that are not of the United States, as libphonenumber knows them: Canada, the Caribbean and the Pacific islands.
 * A number of +1 with any other code counts as one of the United States.
 */
export const NOT_US_AREA_CODES: readonly string[] = [
  // Canada
  ...'204 226 236 249 250 257 263 273 289 306 343 354 365 367 368 382 403 416 418 428 431 437 438 450 468 474 506 514 519 548'.split(
    ' ',
  ),
  ...'579 581 584 587 600 604 613 622 633 639 647 672 683 705 709 742 753 778 780 782 807 819 825 867 873 879 902 905 942'.split(
    ' ',
  ),
  // everybody else
  ...'242 246 264 268 284 340 345 441 473 649 658 664 670 671 684 721 758 767 784 787 809 829 849 868 869 876 939'.split(
    ' ',
  ),
];

/**
 * Whether a number is one that no marketing template reaches, since April 2025. Source: twilio.com/docs/api/errors/63049
 *
 * @param phone E.164
 */
export function isUsNumber(phone: string): boolean {
  return phone.startsWith('+1') && !NOT_US_AREA_CODES.includes(phone.slice(2, 5));
}
