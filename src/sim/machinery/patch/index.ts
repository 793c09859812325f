export { PatchError } from './json.ts'
export {
  applyJsonPatch,
  JsonPatchError,
  type JsonPatchOperation,
  jsonPatch,
} from './jsonPatch.ts'
export { createJsonMerge, createThreeWayJsonMerge, jsonMerge } from './mergePatch.ts'
export type { PatchField, PatchSchema } from './schema.ts'
export { schemaOf, takesStrategic } from './schema.ts'
export { createThreeWay, createTwoWay, type PatchKind, strategicMerge } from './strategic.ts'
