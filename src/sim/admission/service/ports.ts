import type { FieldError } from '../../errors.ts'
import type { IntOrString, ServicePort, ServiceSpec } from '../../types/index.ts'
import { duplicate, forbiddenField, invalidAll, notSupported, required } from '../fieldErrors.ts'
import { dnsLabel, portName, portNumber, qualifiedName } from '../names.ts'

const PROTOCOLS = ['SCTP', 'TCP', 'UDP']

/** A port by its number or by its name. k8s: pkg/apis/core/validation ValidatePortNumOrName (1.36) */
export function portErrors(port: IntOrString, field: string): FieldError[] {
  const messages = typeof port === 'number' ? portNumber(port) : portName(port)
  return invalidAll(field, port, messages)
}

export function protocolErrors(protocol: string | undefined, field: string): FieldError[] {
  if (!protocol) return [required(field)]
  return PROTOCOLS.includes(protocol) ? [] : [notSupported(field, protocol, PROTOCOLS)]
}

function nameErrors(port: ServicePort, field: string, needed: boolean, known: Set<string>) {
  const { name = '' } = port
  if (name === '') return needed ? [required(`${field}.name`)] : []
  const errors = invalidAll(`${field}.name`, name, dnsLabel(name))
  if (known.has(name)) errors.push(duplicate(`${field}.name`, name))
  known.add(name)
  return errors
}

/** k8s: pkg/apis/core/validation validateServicePort (1.36) */
export function servicePortErrors(ports: readonly ServicePort[]): FieldError[] {
  const known = new Set<string>()
  return ports.flatMap((port, i) => {
    const field = `spec.ports[${i}]`
    return [
      ...nameErrors(port, field, ports.length > 1, known),
      ...invalidAll(`${field}.port`, port.port, portNumber(port.port)),
      ...protocolErrors(port.protocol, `${field}.protocol`),
      ...portErrors(port.targetPort ?? 0, `${field}.targetPort`),
      ...(port.appProtocol === undefined
        ? []
        : invalidAll(`${field}.appProtocol`, port.appProtocol, qualifiedName(port.appProtocol))),
    ]
  })
}

/** Two ports of one number, or with one node port, under the same protocol. */
export function repeatedPortErrors({ ports = [], type }: ServiceSpec): FieldError[] {
  const errors: FieldError[] = []
  if (type === 'ClusterIP')
    ports.forEach(({ nodePort }, i) => {
      if (nodePort)
        errors.push(
          forbiddenField(`spec.ports[${i}].nodePort`, "may not be used when `type` is 'ClusterIP'"),
        )
    })
  const nodePorts = new Set<string>()
  ports.forEach(({ nodePort, protocol }, i) => {
    if (!nodePort) return
    const key = `${protocol} ${nodePort}`
    if (nodePorts.has(key)) errors.push(duplicate(`spec.ports[${i}].nodePort`, nodePort))
    nodePorts.add(key)
  })
  const numbers = new Set<string>()
  ports.forEach(({ port, protocol }, i) => {
    const key = `${protocol} ${port}`
    // The server shows its own kind of port, all fields of it.
    if (numbers.has(key))
      errors.push(
        duplicate(`spec.ports[${i}]`, {
          Name: '',
          Protocol: protocol,
          AppProtocol: null,
          Port: port,
          TargetPort: 0,
          NodePort: 0,
        }),
      )
    numbers.add(key)
  })
  return errors
}
