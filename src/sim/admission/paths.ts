import type { FieldError } from '../errors.ts'
import { invalid } from './fieldErrors.ts'

// k8s: pkg/apis/core/validation validatePathNoBacksteps (1.36)
export function noBacksteps(path: string, field: string): FieldError[] {
  return path.split('/').includes('..') ? [invalid(field, path, "must not contain '..'")] : []
}

// k8s: pkg/apis/core/validation validateLocalDescendingPath (1.36)
export function descendingPath(path: string, field: string): FieldError[] {
  return [
    ...(path.startsWith('/') ? [invalid(field, path, 'must be a relative path')] : []),
    ...noBacksteps(path, field),
  ]
}

// k8s: pkg/apis/core/validation ValidateLocalNonReservedPath (1.36)
export function localPath(path: string, field: string): FieldError[] {
  const errors = descendingPath(path, field)
  if (path.startsWith('..') && !path.startsWith('../'))
    errors.push(invalid(field, path, "must not start with '..'"))
  return errors
}
