/** Label of a slice that names its Service. */
export const SERVICE_NAME = 'kubernetes.io/service-name'
