import { randomUUID } from 'node:crypto';
import type { handleUnaryCall } from '@grpc/grpc-js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import type shared from '@eventstore/db-client/generated/shared_pb.js';
import type { Faults } from './faults.js';
import { uuidOf } from './wire.js';

/** What the double is taken for. */
const version = '23.10.7';
const streamsService = 'event_store.client.streams.streams';

export const featuresHandler: handleUnaryCall<shared.Empty, features.SupportedMethods> = (_, answer) => {
  const response = new features.SupportedMethods();
  response.setEventStoreServerVersion(version);
  const add = (name: string, ...more: readonly string[]): void => {
    const method = new features.SupportedMethod();
    method.setServiceName(streamsService);
    method.setMethodName(name);
    method.setFeaturesList([...more]);
    response.addMethods(method);
  };
  add('read', 'position', 'events');
  for (const name of ['append', 'delete', 'tombstone']) add(name);
  add('batchappend', 'deadline_duration');
  answer(null, response);
};

/** Who leads: this node, or who it was told to name. */
export const gossipHandler =
  (faults: Faults, ownPort: () => number): handleUnaryCall<shared.Empty, gossip.ClusterInfo> =>
  (_, answer) => {
    if (faults.isFrozen) return;
    const { host, port } = faults.gossiped ?? { host: '127.0.0.1', port: ownPort() };
    const [response, member, endpoint] = [
      new gossip.ClusterInfo(),
      new gossip.MemberInfo(),
      new gossip.EndPoint(),
    ];
    endpoint.setAddress(host);
    endpoint.setPort(port);
    member.setInstanceId(uuidOf(randomUUID()));
    member.setTimeStamp(String(Date.now()));
    member.setState(gossip.MemberInfo.VNodeState.LEADER);
    member.setIsAlive(true);
    member.setHttpEndPoint(endpoint);
    response.addMembers(member);
    answer(null, response);
  };
