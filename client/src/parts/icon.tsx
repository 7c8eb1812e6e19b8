// Drawn here, because a page that asks nobody else for anything has no font of icons.
const PATHS = {
  calendar: 'M4 6h16v14H4zM4 10h16M8 3v4M16 3v4',
  chat: 'M4 5h16v11H10l-5 4v-4H4z',
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l5 5',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3 2',
  cloud: 'M7 18h10a4 4 0 0 0 1-7.9A6 6 0 0 0 6.5 9 4.5 4.5 0 0 0 7 18zM4 4l16 16',
  people: 'M9 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM3 20c0-4 2.5-6 6-6s6 2 6 6M16 6a3 3 0 0 1 0 5M18 14c2 .7 3 2.700 3 6',
  flag: 'M5 21V4h13l-3 4 3 4H5',
  out: 'M10 4H5v16h5M14 8l4 4-4 4M18 12H9',
  bell: 'M6 16V11a6 6 0 1 1 12 0v5l2 2H4zM10 21h4',
  clip: 'M19 11l-7.500 7.500a4 4 0 0 1-6-6L13 5a3 3 0 0 1 4 4l-7.500 7.500a1.200 1.200 0 0 1-2-2L14 8',
  sheet: 'M4 4h16v16H4zM4 9h16M4 14h16M10 9v11',
  shelf: 'M4 4v17M20 4v17M4 11h16M4 19h16M7 11V6h4v5M13 19v-5h4v5',
  form: 'M6 3h12v18H6zM9 8h6M9 12h6M9 16h3',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 24 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
