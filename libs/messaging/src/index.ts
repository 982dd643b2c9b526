export * from './broker.js';
export * from './delivery.js';
export * from './inbox.js';
export { KAFKA_LIMITS, type KafkaOptions, openKafka } from './kafka.js';
export { partitionOf } from './partition.js';
export { RELAY_LIMITS, Relay, type RelayLag, type RelayOptions, relayLag } from './relay.js';
export * from './replays.js';
