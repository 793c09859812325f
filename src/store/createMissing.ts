import { manifestFor } from './relations/manifestFor.ts'
import type { Missing } from './relations/missing.ts'
import { screenReader } from './relations/reader.ts'
import { uiStore } from './ui.ts'

/** Opens the dialog that applies YAML with what is missing, filled in as far as others say what they want. */
export async function createMissing(missing: Missing): Promise<void> {
  const { toYaml } = await import('../kubectl/yamlWriter.ts')
  const name = missing.key.slice(missing.key.indexOf('/') + 1)
  uiStore.getState().openApply(toYaml(manifestFor(missing, screenReader)), `${name}.yaml`)
}
