export * from './contract.js';
export { deliverySink, type DeliverySink } from './delivered-files.js';
export { type Delivery, stageDelivery } from './deliver.js';
export { type Fetched, fetchUpstreams, type FetchPorts } from './fetch.js';
export type { CalleeReport } from './report.js';
export { type Expected, readResult, type ReadResult } from './result.js';
