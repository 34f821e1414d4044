import grpc, { type ServiceDefinition, type UntypedServiceImplementation } from '@grpc/grpc-js';
import gossipService from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import featuresService from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { BatchAppends, type BatchCalls } from './batch-append.handler.js';
import { appendHandler, deleteHandler, tombstoneHandler } from './append.handler.js';
import { featuresHandler, gossipHandler } from './cluster.handler.js';
import { type Drop, Faults } from './faults.js';
import { readHandler } from './read.handler.js';
import { StoreLog } from './store-log.js';
import { Subscriptions } from './subscription.handler.js';

/**
 * A stand-in for one node of EventStoreDB that its unmodified client talks to: streams and $all in memory, append, read, delete
 * and subscribe as a real server was seen to do them, and faults on demand. It says nothing about durability, elections, TLS or
 * speed.
 */
export class EventStoreDouble {
  readonly faults = new Faults();
  readonly log: StoreLog;
  private readonly subscriptions: Subscriptions;
  private readonly batches: BatchAppends;
  private server: grpc.Server | undefined;
  private port = 0;

  /** Several nodes of one cluster share their log. */
  constructor(log: StoreLog = new StoreLog()) {
    this.log = log;
    this.subscriptions = new Subscriptions(log, this.faults);
    this.batches = new BatchAppends(log, this.faults);
  }

  static async started(log?: StoreLog): Promise<EventStoreDouble> {
    const double = new EventStoreDouble(log);
    await double.start();
    return double;
  }

  get address(): { readonly host: string; readonly port: number } {
    return { host: '127.0.0.1', port: this.port };
  }

  get url(): string {
    return `esdb://127.0.0.1:${this.port}?tls=false`;
  }

  /** On the port it had before. */
  async start(): Promise<void> {
    const server = new grpc.Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
    const serve = (service: unknown, handlers: object): void =>
      server.addService(service as ServiceDefinition, handlers as UntypedServiceImplementation);
    serve(featuresService.ServerFeaturesService, { getSupportedMethods: featuresHandler });
    serve(gossipService.GossipService, { read: gossipHandler(this.faults, () => this.port) });
    serve(streamsService.StreamsService, {
      append: appendHandler(this.log, this.faults),
      batchAppend: this.batches.handler,
      read: readHandler(this.log, this.faults, this.subscriptions),
      delete: deleteHandler(this.log),
      tombstone: tombstoneHandler(this.log),
    });
    this.port = await new Promise((bound, failed) => {
      server.bindAsync(`127.0.0.1:${this.port}`, grpc.ServerCredentials.createInsecure(), (error, port) =>
        error ? failed(error) : bound(port),
      );
    });
    this.server = server;
  }

  /** As if it were killed: every connection is gone at once, with whatever was under way. What was committed is kept. */
  stop(): void {
    this.server?.forceShutdown();
    this.server = undefined;
  }

  async restart(downMs = 0): Promise<void> {
    this.stop();
    await new Promise((up) => setTimeout(up, downMs));
    await this.start();
  }

  /** Ends every subscription, and serves those that come. */
  drop(how: Drop): void {
    this.subscriptions.drop(how);
  }

  /** Ends every call of batch append, with whatever is not answered on it. */
  dropBatches(): void {
    this.batches.drop();
  }

  get batchCalls(): BatchCalls {
    return this.batches.calls;
  }

  /** How many subscriptions are open. */
  get subscribers(): number {
    return this.subscriptions.count;
  }
}
