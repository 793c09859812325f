import type { Taint, Toleration } from '../../types/index.ts'

function integer(text: string | undefined): number {
  return text !== undefined && /^-?\d+$/.test(text) ? Number(text) : Number.NaN
}

/** Whether one toleration covers one taint. */
// k8s: staging/src/k8s.io/api/core/v1 Toleration.ToleratesTaint (1.36)
export function tolerates(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false
  if (toleration.key && toleration.key !== taint.key) return false
  switch (toleration.operator ?? '') {
    case '':
    case 'Equal':
      return (toleration.value ?? '') === (taint.value ?? '')
    case 'Exists':
      return true
    case 'Gt':
      return integer(taint.value) > integer(toleration.value)
    case 'Lt':
      return integer(taint.value) < integer(toleration.value)
    default:
      return false
  }
}

/** The first taint that none of the tolerations covers. */
export function untolerated(
  taints: readonly Taint[],
  tolerations: readonly Toleration[],
): Taint | undefined {
  for (const taint of taints) {
    let covered = false
    for (const toleration of tolerations) {
      if (tolerates(toleration, taint)) {
        covered = true
        break
      }
    }
    if (!covered) return taint
  }
  return undefined
}
