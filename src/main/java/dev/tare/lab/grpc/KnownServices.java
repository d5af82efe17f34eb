package dev.tare.lab.grpc;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a source told.
 *
 * @param source for messages: a file's name, or a server's address
 * @param files linked, those that they import included
 * @param otherServices names of services whose descriptors were not asked for
 */
record KnownServices(String source, List<FileDescriptor> files, List<String> otherServices) {

    ServiceDescriptor service(GrpcMethodName wanted) throws GrpcException {
        List<ServiceDescriptor> services =
                files.stream().flatMap(file -> file.getServices().stream()).toList();
        for (ServiceDescriptor service : services) {
            if (service.getFullName().equals(wanted.service())) {
                return service;
            }
        }
        List<String> names =
                Stream.concat(
                                services.stream().map(ServiceDescriptor::getFullName),
                                otherServices.stream())
                        .distinct()
                        .toList();
        throw new GrpcException(
                names.isEmpty()
                        ? "%s knows no service at all, so not %s"
                                .formatted(source, wanted.service())
                        : "%s knows no service %s; it knows %s"
                                .formatted(
                                        source,
                                        wanted.service(),
                                        NearNames.list(wanted.service(), names)));
    }
}
