/** kubeadm's range of the addresses of Services. */
export const SERVICE_RANGE = '10.96.0.0/12'
/** Name of the world's fact that says another one. */
export const SERVICE_RANGE_FACT = 'service-cluster-ip-range'
