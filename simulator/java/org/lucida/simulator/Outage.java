package org.lucida.simulator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A fault that is asked for in the address of a simulated camera, for practice: a pulled plug or a stall.
 *
 * @param atS when, after the start
 * @param forS how long; infinity for a plug that stays out
 * @param isUnplugged true for a pulled plug, false for frames that stop coming though the camera is there
 */
record Outage(double atS, double forS, boolean isUnplugged) {
    private static final double USUAL_STALL_S = 3;
    private static final double MOST_S = 1e6;
    private static final List<String> KEYS = List.of("unplugAtS", "backAtS", "stallAtS", "stallForS");

    /**
     * An address and the faults that were asked for in it.
     *
     * @param address without the options of faults
     * @param outages in the order of time
     */
    record Plan(String address, List<Outage> outages) {
        /**
         * Takes the options of faults out of an address.
         *
         * @throws IllegalArgumentException if a time is no number or out of order
         */
        static Plan of(String address) {
            int mark = address.indexOf('?');
            if (mark < 0) {
                return new Plan(address, List.of());
            }
            Map<String, Double> times = new LinkedHashMap<>();
            StringBuilder rest = new StringBuilder();
            for (String option : address.substring(mark + 1).split("[&,]")) {
                int equals = option.indexOf('=');
                String key = equals < 0 ? option : option.substring(0, equals).strip();
                if (KEYS.contains(key)) {
                    times.put(key, seconds(key, equals < 0 ? "" : option.substring(equals + 1)));
                } else if (!option.isBlank()) {
                    rest.append(rest.length() == 0 ? "?" : ",").append(option);
                }
            }
            return new Plan(address.substring(0, mark) + rest, outages(times));
        }

        private static List<Outage> outages(Map<String, Double> times) {
            List<Outage> outages = new ArrayList<>();
            needs(times, "backAtS", "unplugAtS");
            needs(times, "stallForS", "stallAtS");
            Double unplugAtS = times.get("unplugAtS");
            if (unplugAtS != null) {
                double backAtS = times.getOrDefault("backAtS", Double.POSITIVE_INFINITY);
                if (!(backAtS > unplugAtS)) {
                    throw new IllegalArgumentException("backAtS=" + backAtS + " is not after unplugAtS=" + unplugAtS
                            + "; choose a later time, or leave it out for a plug that stays out");
                }
                outages.add(new Outage(unplugAtS, backAtS - unplugAtS, true));
            }
            Double stallAtS = times.get("stallAtS");
            if (stallAtS != null) {
                outages.add(new Outage(stallAtS, times.getOrDefault("stallForS", USUAL_STALL_S), false));
            }
            outages.sort(Comparator.comparingDouble(Outage::atS));
            return outages;
        }

        private static void needs(Map<String, Double> times, String key, String other) {
            if (times.containsKey(key) && !times.containsKey(other)) {
                throw new IllegalArgumentException(key + "=" + times.get(key) + " needs " + other + "; add it");
            }
        }

        private static double seconds(String key, String text) {
            double seconds;
            try {
                seconds = Double.parseDouble(text.strip());
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        key + "=" + text.strip() + " is not a number; give seconds after the start, for instance 5", e);
            }
            if (!(seconds >= 0 && seconds <= MOST_S)) {
                throw new IllegalArgumentException(
                        key + "=" + text.strip() + " is outside 0 .. 1000000; give seconds after the start");
            }
            return seconds;
        }
    }

    /** What the observer is told when it begins. */
    String trouble(String camera) {
        return isUnplugged
                ? camera + " was unplugged or lost its power; put the plug in again, the session goes on by itself"
                        + " (simulated, by unplugAtS)"
                : camera + " sends no frames although it is connected; the stream is started again (simulated, by"
                        + " stallAtS)";
    }

    /** What the observer is told when it is over. */
    String goodNews(String camera) {
        return isUnplugged
                ? camera + " is back; the session goes on"
                : camera + " sends frames again; the session goes on";
    }

    /** Why there were no frames. */
    String reason() {
        return isUnplugged ? "the camera was unplugged" : "no frames although the camera was connected";
    }
}
