import { AGGREGATES, type LawAggregate, type RegisteredCommand } from '#enforcement';
import { versionOf } from './versions.js';

/*
 * What other systems may tell: each kind of message is an act that is declared for connected systems, and nothing more. A
 * message becomes the command of that act, decided as through any other door.
 */

/** What systems may be allowed to send, by what it is about. */
export const INBOUND_GROUPS = {
  leads: '线索和工单',
  'summary-decisions': '离线当场处罚',
  police: '公安、检察机关的移送和答复',
  courts: '人民法院的答复',
  payments: '银行回单',
} as const;
export type InboundGroup = keyof typeof INBOUND_GROUPS;

export interface InboundKind {
  /** The command's name, and what stands behind `cn.anjuan.in.` in a message's type. */
  readonly name: string;
  readonly group: InboundGroup;
  readonly aggregate: LawAggregate;
  readonly command: RegisteredCommand;
  /** Begins a record: `subject` is the sender's own number of it. Otherwise `subject` is the number of our record. */
  readonly begins: boolean;
  /** Of its `data`; told in `dataschema`. */
  readonly version: number;
}

/**
 * To which group the acts for connected systems belong, and which begin a record of the sender's. Courts answer what we
 * asked of them, by our number of it; a suit is somebody else's, and no court knows the number under which we keep it.
 */
const GROUP_OF: Readonly<Record<string, InboundGroup>> = {
  RegisterLead: 'leads',
  ImportSummaryDecisions: 'summary-decisions',
  ReceiveReferral: 'police',
  RecordPoliceFiling: 'police',
  RecordPoliceDecline: 'police',
  RecordCourtAcceptance: 'courts',
  RecordCourtRejection: 'courts',
  RecordCourtReview: 'courts',
  RecordCourtRuling: 'courts',
  RecordPayment: 'payments',
};

/** Every kind, in the order of the groups. Throws where an act for connected systems is of no group. */
export const INBOUND_KINDS: readonly InboundKind[] = AGGREGATES.flatMap((aggregate) =>
  aggregate.commands
    .filter(({ roles }) => roles.includes('CONNECTED_SYSTEM'))
    .map((command) => {
      const group = GROUP_OF[command.name];
      if (group === undefined) throw new TypeError(`${command.name} is of no group of inbound messages`);
      return {
        name: command.name,
        group,
        aggregate,
        command,
        begins: command.creates === true,
        version: versionOf(`in.${command.name}`),
      };
    }),
).sort((a, b) => groupIndex(a) - groupIndex(b));

function groupIndex({ group }: Pick<InboundKind, 'group'>): number {
  return Object.keys(INBOUND_GROUPS).indexOf(group);
}

const byName = new Map(INBOUND_KINDS.map((kind) => [kind.name, kind]));

export const INBOUND_TYPE = 'cn.anjuan.in.';

/** The kind of that type (`cn.anjuan.in.RegisterLead`). */
export function inboundKind(type: string): InboundKind | undefined {
  return type.startsWith(INBOUND_TYPE) ? byName.get(type.slice(INBOUND_TYPE.length)) : undefined;
}

/** Name of what its `data` look like, among the schemas of all messages. */
export function inboundSchemaName({ name }: Pick<InboundKind, 'name'>): string {
  return `in.${name}`;
}

/** With what `dataschema` of a message of the kind ends. */
export function inboundSchemaAddress(kind: Pick<InboundKind, 'name' | 'version'>): string {
  return `${inboundSchemaName(kind)}/${kind.version}`;
}
