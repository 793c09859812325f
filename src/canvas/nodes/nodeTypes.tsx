import type { NodeProps } from 'reactflow'
import type { StageNode } from '../graph/elements.ts'
import { refOf, splitKey } from '../graph/world.ts'
import { Frame } from '../levels/Frame.tsx'
import { ControlPlane } from './ControlPlane.tsx'
import { ColumnHead, Elsewhere, Folded, MoreTile, RegionLabel } from './Fold.tsx'
import { Machine } from './Machine.tsx'
import { AddressCard, NetworkCard } from './Network.tsx'
import { PodTile } from './PodTile.tsx'
import { Ports } from './Ports.tsx'
import { Tray, UserCard } from './Small.tsx'
import { BackendCard, Claim, Config, Volume } from './Storage.tsx'
import { Workload } from './Workload.tsx'

type Props = NodeProps<StageNode>

/**
 * Which component draws which type of box. A module constant: React Flow would mount everything anew otherwise. Only what
 * a wire touches has ports: each of them is asked about every movement of the view.
 */
export const NODE_TYPES = {
  label: ({ data }: Props) => <RegionLabel region={refOf(data.id).key} />,
  user: () => <UserCard />,
  controlPlane: () => <ControlPlane />,
  workload: ({ data }: Props) => <Workload id={data.id} inside={data.inside} />,
  tray: ({ data }: Props) => <Tray inside={data.inside} open={data.open} />,
  machine: ({ data }: Props) => (
    <Machine
      name={splitKey(refOf(data.id).key)[1]}
      inside={data.inside}
      system={data.system}
      open={data.open}
      density={data.density ?? 'row'}
    />
  ),
  frame: ({ data }: Props) => <Frame name={splitKey(refOf(data.id).key)[1]} />,
  pod: ({ data }: Props) => <PodTile podKey={refOf(data.id).key} density={data.density ?? 'row'} />,
  claim: ({ data }: Props) => (
    <>
      <Claim id={data.id} />
      <Ports />
    </>
  ),
  volume: ({ data }: Props) => (
    <>
      <Volume id={data.id} />
      <Ports />
    </>
  ),
  backend: ({ data }: Props) => (
    <>
      <BackendCard id={data.id} />
      <Ports />
    </>
  ),
  config: ({ data }: Props) => <Config id={data.id} />,
  network: ({ data }: Props) => <NetworkCard id={data.id} />,
  address: ({ data }: Props) => <AddressCard nodeKey={refOf(data.id).key} />,
  head: ({ data }: Props) => <ColumnHead column={refOf(data.id).key} />,
  more: ({ data }: Props) => (
    <MoreTile column={refOf(data.id).key} inside={data.inside} open={data.open} />
  ),
  elsewhere: ({ data }: Props) => <Elsewhere inside={data.inside} />,
  folded: ({ data }: Props) => <Folded group={refOf(data.id).key} inside={data.inside} />,
}
