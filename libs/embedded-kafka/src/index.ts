export { KAFKA_VERSION, whyNoKafka } from './artifacts.js';
export { type Kafka, type KafkaNode, type KafkaOptions, startKafka } from './cluster.js';
export * from './errors.js';
