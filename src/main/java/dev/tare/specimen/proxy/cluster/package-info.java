/**
 * Clusters as one loop uses them: their endpoints, the connections to these, the requests on the
 * connections, and the checks whether endpoints can serve. By which rules an endpoint is picked
 * stands in {@code specimen.proxy.upstream}.
 *
 * <p>Two bring answers: a connection of HTTP/1.1 ({@link
 * dev.tare.specimen.proxy.cluster.Upstream}), which tells an {@link
 * dev.tare.specimen.proxy.cluster.Http1Asker}, and a stream of HTTP/2 ({@link
 * dev.tare.specimen.proxy.cluster.Http2Call}), which tells an {@link
 * dev.tare.specimen.proxy.cluster.Http2Asker}. Who these are is not known here.
 *
 * <p>Depends on {@code specimen.proxy.loop} and what that depends on, and on {@code
 * specimen.proxy.upstream}. Each loop has its own, for its thread; only a {@link
 * dev.tare.specimen.proxy.cluster.SharedCluster} is shared by all. Nothing is allocated after the
 * first requests.
 */
@NullMarked
package dev.tare.specimen.proxy.cluster;

import org.jspecify.annotations.NullMarked;
