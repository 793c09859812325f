/** Sizes of the stage in flow pixels. Everything sits on one column pitch, so regions line up. */
export interface Metrics {
  readonly left: number
  readonly column: number
  readonly gap: number
  readonly leftWidth: number
  /** From a region's label to its first card. */
  readonly label: number
  readonly user: number
  readonly controlPlane: number
  readonly workload: number
  readonly tray: number
  readonly trayTile: number
  /** Where tiles begin in the tray, after its name. */
  readonly trayName: number
  readonly machine: number
  readonly storage: number
  readonly config: number
  readonly rowGap: number
  readonly regionGap: number
  /** Pod tiles inside a machine begin here and end above the kube-system tile. */
  readonly bodyTop: number
  readonly bodyHeight: number
  readonly pad: number
  readonly minColumns: number
  /** Columns of the storage region, with room between them for wires. */
  readonly columns: Readonly<Record<StorageColumn, { readonly x: number; readonly width: number }>>
  /** Sizes of pods inside a machine: fewer and bigger first. */
  readonly densities: readonly Density[]
}

export type StorageColumn = 'claim' | 'volume' | 'backend' | 'config'

/** Where the stage is looked at: near, or from the back row of a classroom. */
type Distance = 'desk' | 'wall'

export interface Density {
  readonly name: 'row' | 'half' | 'third' | 'dot'
  readonly columns: number
  readonly rows: number
  readonly width: number
  readonly height: number
  readonly gap: number
}

type Frame = Omit<Metrics, 'densities' | 'columns'>
type Tile = readonly [name: Density['name'], columns: number, height: number, gap: number]

function metrics(frame: Frame, wire: number, tiles: readonly Tile[]): Metrics {
  const pitch = frame.column + frame.gap
  const width = Math.floor((3 * pitch - frame.gap - 2 * wire) / 3)
  return {
    ...frame,
    columns: {
      claim: { x: 0, width },
      volume: { x: width + wire, width },
      backend: { x: 2 * (width + wire), width },
      config: { x: 3 * pitch, width: frame.column },
    },
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

/** Machine.module.css and PodTile.module.css follow these figures. */
export const METRICS: Readonly<Record<Distance, Metrics>> = {
  desk: metrics(
    {
      left: 200,
      column: 250,
      gap: 12,
      leftWidth: 176,
      label: 21,
      user: 74,
      controlPlane: 125,
      workload: 78,
      tray: 38,
      trayTile: 216,
      trayName: 146,
      machine: 264,
      storage: 76,
      config: 42,
      rowGap: 8,
      regionGap: 10,
      bodyTop: 94,
      bodyHeight: 128,
      pad: 10,
      minColumns: 4,
    },
    40,
    [
      ['row', 1, 29, 4],
      ['half', 2, 29, 4],
      ['third', 3, 22, 4],
      ['dot', 8, 23, 4],
    ],
  ),
  wall: metrics(
    {
      left: 222,
      column: 296,
      gap: 12,
      leftWidth: 200,
      label: 25,
      user: 84,
      controlPlane: 136,
      workload: 88,
      tray: 44,
      trayTile: 280,
      trayName: 200,
      machine: 286,
      storage: 90,
      config: 48,
      rowGap: 8,
      regionGap: 10,
      bodyTop: 106,
      bodyHeight: 126,
      pad: 10,
      minColumns: 4,
    },
    40,
    [
      ['row', 1, 39, 4],
      ['half', 2, 39, 4],
      ['third', 3, 39, 4],
      ['dot', 8, 28, 4],
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
export function machineColumns(places: number): number {
  if (places <= 18) return 6
  if (places <= 60) return 10
  if (places <= 140) return 14
  return places <= 320 ? 20 : 60
}
