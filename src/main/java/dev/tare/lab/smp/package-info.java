/**
 * The Service Mesh Performance specification (SMP): bundles told in its messages, and its messages
 * read.
 *
 * <p>The messages are described by {@code .proto} files of our own with the specification's names,
 * numbers and types; they are built and read by descriptor, without generated classes (decision
 * 0009). Uses {@code lab.bundle}, {@code lab.verdict} and the descriptors of {@code lab.grpc}. No
 * threads of its own.
 */
@NullMarked
package dev.tare.lab.smp;

import org.jspecify.annotations.NullMarked;
