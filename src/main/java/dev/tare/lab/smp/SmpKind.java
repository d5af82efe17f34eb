package dev.tare.lab.smp;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import dev.tare.lab.grpc.ProtoResources;

/** The four messages of SMP that stand alone. Source: {@code service_mesh_performance.proto}. */
public enum SmpKind {
    /** What is to be measured, and how. */
    TEST_CONFIG("PerformanceTestConfig"),
    /** What came of it. */
    TEST_RESULT("PerformanceTestResult"),
    /** The mesh, and what it used. */
    MESH_CONFIG("ServiceMeshConfig"),
    /** The machines. */
    ENVIRONMENT("EnvironmentConfig");

    private static final FileDescriptor FILE =
            ProtoResources.link(SmpKind.class, "protos/service_mesh_performance.proto");

    private final String messageName;

    SmpKind(String messageName) {
        this.messageName = messageName;
    }

    /** Such as {@code PerformanceTestResult}. */
    public String messageName() {
        return messageName;
    }

    /** Of the message, in package {@code smp}. */
    public Descriptor descriptor() {
        return FILE.findMessageTypeByName(messageName);
    }
}
