import { expect, it } from 'vitest'
import { problemsOf } from '../../src/store/problems.ts'

const TEXT = `apiVersion: v1
kind: ConfigMap
metadata:
  name: good
---
apiVersion: apps/v1
kind: Deployment
metadata:
  labels:
    name: web
  name: web
spec:
  replicas: -1
`

it('finds the document that a refusal names, and puts its continuation lines with it', () => {
  const stderr = `The Deployment "web" is invalid: 
* spec.replicas: Invalid value: -1: must be greater than or equal to 0
* spec.selector: Required value
Error from server (NotFound): namespaces "x" not found
`
  const problems = problemsOf(stderr, TEXT)
  expect(problems).toHaveLength(2)
  expect(problems[0]).toMatchObject({ line: 10, column: 5 })
  expect(problems[0]?.message).toContain('spec.selector')
  expect(problems[1]).toEqual({ message: 'Error from server (NotFound): namespaces "x" not found' })
})

it('finds what lacks a kind', () => {
  const text =
    'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n---\napiVersion: v1\nmetadata:\n  name: b\n'
  const stderr = 'error: error validating "f": error validating data: kind not set; if you choose'
  expect(problemsOf(stderr, text)).toMatchObject([{ line: 8 }])
})

it('gives a broken document the place of the break, moved by the lines before the slice', () => {
  const text = 'kind: Pod\nmetadata:\n\tname: a\n'
  const stderr =
    'error: error parsing f: error converting YAML to JSON: yaml: line 3: found character'
  const [problem] = problemsOf(stderr, text, 100)
  expect(problem?.line).toBe(103)
  expect(problem?.column).toBeGreaterThan(0)
})

it('finds a field that does not fit in the document of the kind that has it', () => {
  const text = `${TEXT}---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: other
spec: {replicas: two, selectr: {}}
`
  const says = (why: string) =>
    `Error from server (BadRequest): error when creating "f": Deployment in version "v1" cannot be handled as a Deployment: ${why}`
  const strict = says('strict decoding error: unknown field "spec.selectr"')
  expect(problemsOf(strict, text)).toMatchObject([{ line: 19, column: 23 }])
  const typed = says(
    'json: cannot unmarshal string into Go struct field ObjectMeta.metadata.name of type string',
  )
  expect(problemsOf(typed, text)).toMatchObject([{ line: 10, column: 5 }])
  const nowhere = says('strict decoding error: unknown field "spec.absent"')
  expect(problemsOf(nowhere, text)).toEqual([{ message: nowhere }])
})

it('is silent about silence', () => {
  expect(problemsOf('', TEXT)).toEqual([])
})
