/** Sizes of the stage in flow pixels. Everything sits on one column pitch, so regions line up. */
export interface Metrics {
  readonly left: number
  readonly column: number
  readonly gap: number
  readonly leftWidth: number
  /** From a region's label to its first card. */
  readonly label: number
  readonly user: number
  /** Where the person stands beside the control plane, and the network comes last: there is no column at the left. */
  readonly userWidth?: number
  readonly controlPlane: number
  readonly workload: number
  readonly tray: number
  /** Where the tray begins, after the name of its region. */
  readonly trayLeft: number
  readonly trayTile: number
  /** Where tiles begin in the tray, after its name. */
  readonly trayName: number
  readonly machine: number
  readonly storage: number
  readonly config: number
  /** Cards of the network region. */
  readonly network: number
  readonly address: number
  /** One line: what is folded, what is more, what is elsewhere. */
  readonly fold: number
  readonly rowGap: number
  readonly regionGap: number
  /** Pod tiles inside a machine begin here and end above the kube-system tile. */
  readonly bodyTop: number
  readonly bodyHeight: number
  readonly pad: number
  readonly minColumns: number
  /** Machines side by side while there are few of them. */
  readonly mostColumns: number
  /** Columns that a workload's card takes. */
  readonly workloadSpan: number
  /** Storage columns that stand side by side; each further band lies under the one before. */
  readonly bands: readonly (readonly StorageColumn[])[]
  /** Columns of the storage region, with room between them for wires. */
  readonly columns: Readonly<Record<StorageColumn, { readonly x: number; readonly width: number }>>
  /** Sizes of pods inside a machine: fewer and bigger first. */
  readonly densities: readonly Density[]
}

export type StorageColumn = 'claim' | 'volume' | 'backend' | 'config'

/** Where the stage is looked at: near, from the back row of a classroom, or in a hand. */
type Distance = 'desk' | 'wall' | 'pocket'

export interface Density {
  readonly name: 'row' | 'half' | 'third' | 'dot'
  readonly columns: number
  readonly rows: number
  readonly width: number
  readonly height: number
  readonly gap: number
}

type Frame = Omit<Metrics, 'densities' | 'columns' | 'bands'>
type Tile = readonly [name: Density['name'], columns: number, height: number, gap: number]

const ONE_BAND = [['claim', 'volume', 'backend', 'config']] as const
const TWO_BANDS = [
  ['claim', 'volume'],
  ['backend', 'config'],
] as const

/** Where the storage columns stand: three beside one column of configuration, or two and two. */
function columnsOf({ column, gap, minColumns }: Frame, wire: number): Metrics['columns'] {
  const pitch = column + gap
  const narrow = minColumns < 4
  const across = narrow ? 2 : 3
  const width = Math.floor((across * pitch - gap - (across - 1) * wire) / across)
  const at = (index: number) => ({ x: (index % across) * (width + wire), width })
  return {
    claim: at(0),
    volume: at(1),
    backend: at(2),
    config: narrow ? at(3) : { x: 3 * pitch, width: column },
  }
}

function metrics(frame: Frame, wire: number, tiles: readonly Tile[]): Metrics {
  return {
    ...frame,
    bands: frame.minColumns < 4 ? TWO_BANDS : ONE_BAND,
    columns: columnsOf(frame, wire),
    densities: tiles.map(([name, columns, height, gap]) => ({
      name,
      columns,
      height,
      gap,
      rows: Math.floor((frame.bodyHeight + gap) / (height + gap)),
      width: Math.floor((frame.column - 2 * frame.pad - (columns - 1) * gap) / columns),
    })),
  }
}

/** Stage.module.css follows these figures. */
export const METRICS: Readonly<Record<Distance, Metrics>> = {
  desk: metrics(
    {
      left: 212,
      column: 250,
      gap: 12,
      leftWidth: 192,
      label: 21,
      user: 60,
      controlPlane: 136,
      workload: 60,
      tray: 36,
      trayLeft: 92,
      trayTile: 216,
      trayName: 146,
      machine: 264,
      storage: 66,
      config: 32,
      network: 58,
      address: 46,
      fold: 32,
      rowGap: 8,
      regionGap: 10,
      bodyTop: 94,
      bodyHeight: 128,
      pad: 10,
      minColumns: 4,
      mostColumns: 6,
      workloadSpan: 1,
    },
    40,
    [
      ['row', 1, 29, 4],
      ['half', 2, 29, 4],
      ['third', 3, 22, 4],
      ['dot', 8, 23, 4],
    ],
  ),
  // As wide as a screen of 1280, where it stands unzoomed: on a larger one everything is larger.
  wall: metrics(
    {
      left: 0,
      column: 307,
      gap: 12,
      leftWidth: 307,
      label: 28,
      user: 76,
      userWidth: 118,
      controlPlane: 76,
      workload: 76,
      tray: 40,
      trayLeft: 130,
      trayTile: 296,
      trayName: 228,
      machine: 232,
      storage: 84,
      config: 44,
      network: 104,
      address: 72,
      fold: 42,
      rowGap: 6,
      regionGap: 6,
      bodyTop: 96,
      bodyHeight: 88,
      pad: 10,
      minColumns: 4,
      mostColumns: 4,
      workloadSpan: 1,
    },
    24,
    [
      ['row', 1, 42, 4],
      ['half', 2, 42, 4],
      ['dot', 6, 42, 4],
    ],
  ),
  // As wide as a phone, and every target as high as a finger.
  pocket: metrics(
    {
      left: 0,
      column: 183,
      gap: 8,
      leftWidth: 183,
      label: 36,
      user: 44,
      userWidth: 70,
      controlPlane: 470,
      workload: 52,
      tray: 44,
      trayLeft: 86,
      trayTile: 168,
      trayName: 92,
      machine: 300,
      storage: 56,
      config: 44,
      network: 58,
      address: 48,
      fold: 44,
      rowGap: 6,
      regionGap: 6,
      bodyTop: 98,
      bodyHeight: 140,
      pad: 8,
      minColumns: 2,
      mostColumns: 2,
      workloadSpan: 2,
    },
    16,
    [
      ['row', 1, 44, 4],
      ['half', 2, 44, 4],
      ['dot', 3, 44, 4],
    ],
  ),
}

export function pitchOf(size: Metrics): number {
  return size.column + size.gap
}

/** The biggest tiles that still fit so many places; the smallest when none do. */
export function densityFor(places: number, { densities }: Metrics = METRICS.desk): Density {
  const fit = densities.find((one) => places <= one.columns * one.rows)
  return fit ?? (densities.at(-1) as Density)
}

export function capacityOf(one: Density): number {
  return one.columns * one.rows
}

/** How many machines stand in a row; changes only at few sizes, so that machines keep their place. */
export function machineColumns(places: number, most = METRICS.desk.mostColumns): number {
  if (places <= 18) return most
  if (places <= 60) return 10
  if (places <= 140) return 14
  if (places <= 320) return 20
  if (places <= 900) return 36
  return places <= 2500 ? 60 : 100
}
