/** The heptagon that every kind's sign stands in, on a field of 32. */
export const HEPTAGON = 'M16 1.5 27.6 7 30.4 19.6 22.4 29.6H9.6L1.6 19.6 4.4 7Z'

/**
 * The sign of each kind: a few strokes between 9 and 23, so plain that they can be told apart at 16 pixels. A point is a
 * stroke of no length with round ends.
 */
export const SIGNS = {
  Pod: 'M16 9 22 12.2v7.2L16 23l-6-3.6v-7.2ZM10 12.2 16 15.6l6-3.4M16 15.6V23',
  Node: 'M12 12h8v8h-8zM14.2 9v3M17.8 9v3M14.2 20v3M17.8 20v3M9 14.2h3M9 17.8h3M20 14.2h3M20 17.8h3',
  Namespace: 'M10 13.4V10h3.4M18.6 10H22v3.4M22 18.6V22h-3.4M13.4 22H10v-3.4M16 16h.01',
  Deployment: 'M21.6 13A6.4 6.4 0 1 0 22 18.6M22.4 9.2V13.4h-4.2',
  ReplicaSet: 'M9.5 12.5h8.6v8.6H9.5zM13.4 12.5V9h9.1v9.1h-4.4',
  ReplicationController:
    'M10 14.5a6 6 0 0 1 11-2M22 17.5a6 6 0 0 1-11 2M21.4 9v3.8h-3.8M10.6 23v-3.8h3.8',
  DaemonSet: 'M9 22.4h14M11 13.4v4.8M16 13.4v4.8M21 13.4v4.8M11 9.8h.01M16 9.8h.01M21 9.8h.01',
  StatefulSet: 'M9.2 12.6h5v6.8h-5zM17.8 12.6h5v6.8h-5zM14.2 16h3.6',
  ControllerRevision:
    'M12 10.4v11.2M12 15.6h4.4a3.6 3.6 0 0 0 3.6-3.6v-1.6M12 9.6h.01M12 22.4h.01M20 9.6h.01',
  Job: 'M9.8 16.6l4.2 4.2 8.2-9.4',
  CronJob: 'M23 16a7 7 0 1 1-14 0 7 7 0 0 1 14 0ZM16 11.8V16l3 2',
  HorizontalPodAutoscaler: 'M9.2 16h13.6M12.4 12.6 9 16l3.4 3.4M19.6 12.6 23 16l-3.4 3.4',
  PodDisruptionBudget: 'M9 21.6h14M10.6 10.4h4.2v6.4h-4.2zM17.2 10.4h4.2v6.4h-4.2z',
  PriorityClass: 'M10.2 15.2 16 9.6l5.8 5.6M10.2 22.2 16 16.6l5.8 5.6',
  Service: 'M16 9.2v13.4M10 22.6v-5.4h12v5.4',
  Endpoints:
    'M13.4 16a2.2 2.2 0 1 1-4.4 0 2.2 2.2 0 0 1 4.4 0ZM23 16a2.2 2.2 0 1 1-4.4 0 2.2 2.2 0 0 1 4.4 0ZM13.4 16h5.2',
  EndpointSlice: 'M10 11h.01M10 16h.01M10 21h.01M13.6 11h9M13.6 16h9M13.6 21h9',
  Ingress: 'M8.8 16h9.4M14.4 12 18.4 16l-4 4M17.6 9.2H23v13.6h-5.4',
  IngressClass: 'M8.8 13h8M13.6 9.6 17 13l-3.4 3.4M18 9.2h5v13.6H10.4',
  NetworkPolicy: 'M16 8.8 22.2 11v4.8c0 3.6-2.4 6-6.2 7.4-3.8-1.4-6.2-3.8-6.2-7.4V11Z',
  IPAddressPool: 'M9 11.2h14v9.6H9zM12.4 14v4M16 14v4M19.6 14v4',
  L2Advertisement:
    'M16 20.6v-7M12.6 16.4a4.6 4.6 0 0 1 0-6M19.4 16.4a4.6 4.6 0 0 0 0-6M12.4 23h7.2',
  BGPAdvertisement: 'M10.4 21.6 16 15.2l5.6 6.4M16 15.2V9.4M13.4 12 16 9.4l2.6 2.6',
  BGPPeer: 'M9 13.4h5.6v5.2H9zM17.4 13.4H23v5.2h-5.6zM14.6 16h2.8',
  ServiceL2Status:
    'M16 19.6v-5.8M13 15.6a4 4 0 0 1 0-5.2M19 15.6a4 4 0 0 0 0-5.2M12 22.2l2.6 1.6 5.4-3',
  ConfigMap: 'M11 9h6.6l3.6 3.6V23H11ZM13.8 15h4.6M13.8 18.8h4.6',
  Secret: 'M10.4 15h11.2v7.6H10.4zM12.6 15v-2.6a3.4 3.4 0 0 1 6.8 0V15M16 18.2v1.4',
  PersistentVolumeClaim:
    'M10.4 12h11.2v3.6H10.4zM12.4 15.6v4c0 1.8 1.4 3 3.6 3s3.6-1.2 3.6-3v-4M13.4 12V8.8M18.6 12V8.8',
  PersistentVolume:
    'M10 11.4C10 10 12.7 9 16 9s6 1 6 2.4-2.7 2.4-6 2.4-6-1-6-2.4ZM10 11.4v9.2c0 1.4 2.7 2.4 6 2.4s6-1 6-2.4v-9.2',
  StorageClass: 'M16 8.8 23 12.2 16 15.6 9 12.2ZM9 16.2l7 3.4 7-3.4M9 19.8l7 3.4 7-3.4',
  VolumeAttachment:
    'M21.6 14.8l-6.2 6.4a3.7 3.7 0 0 1-5.2-5.2l6.4-6.6a2.5 2.5 0 0 1 3.6 3.5l-6.1 6.3a1.3 1.3 0 0 1-1.8-1.8l5-5.2',
  CSIDriver: 'M12.4 9.2v4.4M19.6 9.2v4.4M10 13.6h12v2.8a6 6 0 0 1-12 0ZM16 22.4v1.2',
  CSINode: 'M9.2 9.4h13.6v8.8H9.2zM13.4 18.2v4.6M18.6 18.2v4.6M12.6 13.8h6.8',
  CSIStorageCapacity:
    'M10 11.4C10 10 12.7 9 16 9s6 1 6 2.4v9.2c0 1.4-2.7 2.4-6 2.4s-6-1-6-2.4ZM10 17.4h12',
  VolumeAttributesClass:
    'M16 8.8 23 12.2 16 15.6 9 12.2ZM10 18.2h12M10 22h12M13.4 16.8v2.8M18.6 20.6v2.8',
  Backend: 'M9 9.6h14v5.2H9zM9 17.2h14v5.2H9zM19.6 12.2h.01M19.6 19.8h.01',
  ServiceAccount:
    'M9.4 10.4h13.2v11.2H9.4zM14.6 14.6a1.5 1.5 0 1 1-3 0 1.5 1.5 0 0 1 3 0ZM11.4 18.8h3.6M17.6 14.2h2.4M17.6 17.8h2.4',
  Role: 'M15 16a3.1 3.1 0 1 1-6.2 0A3.1 3.1 0 0 1 15 16ZM15 16h8v3.4M19.2 16v2.8',
  ClusterRole:
    'M15 17.6a3.1 3.1 0 1 1-6.2 0 3.1 3.1 0 0 1 6.2 0ZM15 17.6h8V21M19.2 17.6v2.8M10 10.2h12',
  RoleBinding:
    'M14 12.2h-1.6a3.8 3.8 0 0 0 0 7.6H14M18 12.2h1.6a3.8 3.8 0 0 1 0 7.6H18M13.4 16h5.2',
  ClusterRoleBinding:
    'M14 13.8h-1.6a3.8 3.8 0 0 0 0 7.6H14M18 13.8h1.6a3.8 3.8 0 0 1 0 7.6H18M13.4 17.6h5.2M10 9.6h12',
  ResourceQuota: 'M9 20.4a7 7 0 1 1 14 0M16 20.4l3.4-4.6',
  LimitRange:
    'M10 9.2h12M10 22.8h12M16 12.6v6.8M13.4 14.8 16 12.2l2.6 2.6M13.4 17.2 16 19.8l2.6-2.6',
  CustomResourceDefinition:
    'M13.6 9.2c-2.4 0-2.6 1.2-2.6 3 0 2.4-.4 3.3-2.2 3.8 1.8.5 2.2 1.4 2.2 3.8 0 1.8.2 3 2.6 3M18.4 9.2c2.4 0 2.6 1.2 2.6 3 0 2.4.4 3.3 2.2 3.8-1.8.5-2.2 1.4-2.2 3.8 0 1.8-.2 3-2.6 3',
  Event: 'M17.2 8.8 10.8 17h4.4l-.8 6.2L21.2 15h-4.6Z',
  Lease:
    'M11 9.2h10M11 22.8h10M12.2 9.2c0 3.8 3.8 4.6 3.8 6.8s-3.8 3-3.8 6.8M19.8 9.2c0 3.8-3.8 4.6-3.8 6.8s3.8 3 3.8 6.8',
  User: 'M19.2 12.4a3.2 3.2 0 1 1-6.4 0 3.2 3.2 0 0 1 6.4 0ZM10 22.6c.6-3.4 3-5 6-5s5.4 1.6 6 5',
  Address: 'M13.8 9.2l-2 13.6M20.2 9.2l-2 13.6M9.6 13.4h13.2M9.2 18.6h13.2',
  Other: 'M11.4 16h.01M16 16h.01M20.6 16h.01',
} as const

export type Sign = keyof typeof SIGNS

/** The sign of a kind; kinds that somebody defined have one in common. */
export function signOf(kind: string): Sign {
  return kind in SIGNS ? (kind as Sign) : 'Other'
}
