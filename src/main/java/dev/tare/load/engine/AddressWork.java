package dev.tare.load.engine;

import dev.tare.load.connection.EndpointWork;
import dev.tare.load.connection.LinkedQueue;
import dev.tare.load.connection.Pool;

/**
 * A loop's part of one address.
 *
 * @param endpoint what its requests count for
 * @param pool its connections
 * @param waiting the requests that wait for one of them, in the order of their making
 */
record AddressWork(EndpointWork endpoint, Pool pool, LinkedQueue<HeldRequest> waiting) {
    AddressWork(EndpointWork endpoint, Pool pool) {
        this(endpoint, pool, new LinkedQueue<>());
    }
}
