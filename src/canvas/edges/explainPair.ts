import { explainEdge } from '../../store/looking.ts'
import { screenReader } from '../../store/relations/reader.ts'
import { edgesOf } from '../../store/relations/relate.ts'

/** Explains the field that holds the two together: the claim's, or the volume's while only the volume says so. */
export function explainPair(claim: string, volume: string, at: { x: number; y: number }): void {
  const edge = edgesOf(claim, screenReader).find(
    (one) => (one.from === claim && one.to === volume) || (one.from === volume && one.to === claim),
  )
  if (edge) explainEdge(edge, at)
}
