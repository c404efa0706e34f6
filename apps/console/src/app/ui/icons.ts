/** The icon set: 16 px grid, 1.5 px stroke, round ends. The inner part of each SVG. */
export const ICONS = {
  alert: '<path d="M8 2 14.5 13.500h-13z"/><path d="M8 6.500v3M8 11.500v.1"/>',
  ban: '<circle cx="8" cy="8" r="6"/><path d="m3.9 3.9 8.2 8.2"/>',
  bounced:
    '<path d="M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3z" fill="currentColor"/><path d="M11 10.8V8.6a1.9 1.9 0 0 0-1.9-1.9H5.2M7 4.8 5 6.7l2 1.9" stroke="var(--cut,#fff)" stroke-width="1.5"/>',
  calendar: '<rect x="2.5" y="3.5" width="11" height="10" rx="1.5"/><path d="M2.5 6.7h11M5.5 2v2.5M10.5 2v2.5"/>',
  cancelled: '<circle cx="8" cy="8" r="6"/><path d="m5.9 5.9 4.2 4.2m0-4.2-4.2 4.2"/>',
  check: '<path d="m3.5 8.5 3 3 6-7"/>',
  clock: '<circle cx="8" cy="8" r="6"/><path d="M8 4.800V8l2.2 1.4"/>',
  copy: '<rect x="5.5" y="5.5" width="8" height="8" rx="1.5"/><path d="M10.5 3.500v-.300a.7.7 0 0 0-.7-.700H3.200a.7.7 0 0 0-.7.700v6.600c0 .4.3.7.7.700h.3"/>',
  delivered:
    '<circle cx="8" cy="8" r="6.5" fill="currentColor"/><path d="m5.2 8.2 2 2 3.7-4.1" stroke="var(--cut,#fff)" stroke-width="1.7"/>',
  doc: '<path d="M4 2h5l3 3v9H4z"/><path d="M9 2v3h3M6 8.500h4M6 11h4"/>',
  dots: '<path d="M3.5 8h.01M8 8h.01M12.5 8h.01" stroke-width="2.2"/>',
  down: '<path d="m4 6 4 4 4-4"/>',
  draft: '<path d="M10.8 2.6 13.4 5.2 5.6 13H3v-2.6z"/>',
  failed:
    '<path d="M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3z" fill="currentColor"/><path d="m5.8 5.8 4.4 4.4m0-4.4-4.4 4.4" stroke="var(--cut,#fff)" stroke-width="1.7"/>',
  held: '<path d="M8 2a6 6 0 1 1-5.7 4.1"/><circle cx="8" cy="8" r="1.8" fill="currentColor" stroke="none"/>',
  info: '<circle cx="8" cy="8" r="6"/><path d="M8 7.300V11M8 5v.1"/>',
  left: '<path d="m10 4-4 4 4 4"/>',
  mail: '<rect x="2" y="3.5" width="12" height="9" rx="1.5"/><path d="m2.5 4.7 5.5 4 5.5-4"/>',
  menu: '<path d="M2.5 4.500h11M2.5 8h11M2.5 11.500h11"/>',
  moon: '<path d="M13 9.500A5.5 5.5 0 1 1 6.5 3a4.5 4.5 0 0 0 6.5 6.500z"/>',
  out: '<path d="M14 2 7 9M14 2 9.5 14 7 9 2 6.500z"/>',
  pause: '<path d="M5.5 3.500v9M10.5 3.500v9"/>',
  paused: '<circle cx="8" cy="8" r="6"/><path d="M6.5 6v4M9.5 6v4"/>',
  people:
    '<circle cx="6" cy="5.5" r="2.3"/><path d="M1.8 13c.2-2.4 1.9-3.9 4.2-3.900s4 1.5 4.2 3.900M10.5 3.500a2.2 2.2 0 0 1 0 4.100M11.8 9.600c1.4.5 2.3 1.7 2.4 3.4"/>',
  pin: '<path d="M8 14s4.5-4 4.5-7.3a4.5 4.5 0 0 0-9 0C3.5 10 8 14 8 14z"/><circle cx="8" cy="6.6" r="1.5"/>',
  plus: '<path d="M8 3v10M3 8h10"/>',
  pulse: '<path d="M1.5 8.500h3l2-5 3 9 2-4h3"/>',
  queued: '<circle cx="8" cy="8" r="6" stroke-dasharray="2.2 2.5"/>',
  read: '<circle cx="8" cy="8" r="6.5" fill="currentColor"/><path d="m3.6 8.3 1.7 1.8 3-3.6M7.7 9.6l.6.5 3.4-4" stroke="var(--cut,#fff)" stroke-width="1.4"/>',
  retry: '<path d="M13 3v3.500H9.5"/><path d="M13 6.500A5.5 5.5 0 1 0 13.5 9"/>',
  right: '<path d="m6 4 4 4-4 4"/>',
  scheduled: '<circle cx="8" cy="8" r="6"/><path d="M8 4.8V8l2.2 1.4"/>',
  search: '<circle cx="7" cy="7" r="4.5"/><path d="m10.5 10.5 3.2 3.2"/>',
  sending: '<circle cx="8" cy="8" r="6"/><path d="M8 8V3.4A4.6 4.6 0 0 1 12.6 8z" fill="currentColor" stroke="none"/>',
  sent: '<circle cx="8" cy="8" r="6"/><path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" stroke="none"/>',
  skipped: '<circle cx="8" cy="8" r="6"/><path d="M5.3 8h5.4"/>',
  sms: '<path d="M13.5 8.500a2 2 0 0 1-2 2H7l-3 2.700v-2.700h-.500a1.5 1.5 0 0 1-1-1.500V4.500a2 2 0 0 1 2-2h7a2 2 0 0 1 2 2z"/><path d="M5.5 6.500h.1M8 6.500h.1M10.5 6.500h.1"/>',
  stop: '<rect x="4" y="4" width="8" height="8" rx="1"/>',
  suppressed: '<circle cx="8" cy="8" r="6"/><path d="m3.9 3.9 8.2 8.2"/>',
  swap: '<path d="M3 5.500h9L9.5 3M13 10.500H4L6.5 13"/>',
  unknown:
    '<path d="M8 1.2 14.8 8 8 14.8 1.2 8z"/><path d="M6.6 6.5a1.5 1.5 0 1 1 2.2 1.4c-.5.3-.8.5-.8 1"/><path d="M8 11.1v.1"/>',
  whatsapp: '<path d="M8 2a6 6 0 0 0-5.2 9L2 14l3.1-.8A6 6 0 1 0 8 2z"/><path d="M6 5.600c-.6 1.8 2.5 5 4.4 4.4"/>',
  x: '<path d="m4 4 8 8m0-8-8 8"/>',
} as const;

export type IconName = keyof typeof ICONS;
