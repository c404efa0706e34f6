/** An IANA zone in which it is day now, with hours left until midnight: what is told there as of today stays of today. */
export function daytimeZone(now = new Date()): string {
  const hourInAccra = now.getUTCHours();
  return hourInAccra >= 6 && hourInAccra < 18 ? 'Africa/Accra' : 'Pacific/Auckland';
}
