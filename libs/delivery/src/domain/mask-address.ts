/**
 * An address that can be recognised but not used: the first letter and the domain of a mail address, the country code and
 * the last two digits of a phone number.
 */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@');
  if (at > 0) return `${address[0]}•••${address.slice(at)}`;
  return address.length > 6 ? `${address.slice(0, 3)}•••${address.slice(-2)}` : '•••';
}
