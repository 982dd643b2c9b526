export * from './broker.js';
export { KAFKA_LIMITS, type KafkaOptions, openKafka } from './kafka.js';
export { partitionOf } from './partition.js';
