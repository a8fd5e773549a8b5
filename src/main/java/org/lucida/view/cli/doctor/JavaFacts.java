package org.lucida.view.cli.doctor;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.lang.module.ModuleFinder;

/**
 * The Java this program runs on.
 *
 * @param version for instance 17.0.15
 * @param featureNumber the 17 of it
 * @param vendor who built it
 * @param systemName what it calls the processor
 * @param heapBytes largest heap
 * @param directBytes most memory outside the heap
 * @param processorCount cores it may use
 * @param hasVectorModule true if the module for explicit SIMD can be added
 */
record JavaFacts(
        String version,
        int featureNumber,
        String vendor,
        String systemName,
        long heapBytes,
        long directBytes,
        int processorCount,
        boolean hasVectorModule) {
    static JavaFacts here() {
        long heapBytes = Runtime.getRuntime().maxMemory();
        return new JavaFacts(
                System.getProperty("java.version", "unknown"),
                Runtime.version().feature(),
                System.getProperty("java.vendor", "unknown"),
                System.getProperty("os.arch", "unknown"),
                heapBytes,
                directBytes(heapBytes),
                Runtime.getRuntime().availableProcessors(),
                ModuleFinder.ofSystem().find("jdk.incubator.vector").isPresent());
    }

    private static long directBytes(long heapBytes) {
        HotSpotDiagnosticMXBean vm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        if (vm == null) {
            return heapBytes;
        }
        long set = Long.parseLong(vm.getVMOption("MaxDirectMemorySize").getValue());
        return set == 0 ? heapBytes : set;
    }

    boolean is64Bit() {
        return systemName.contains("64") || systemName.equals("s390x");
    }
}
