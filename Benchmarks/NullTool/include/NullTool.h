// SwiftPM wants a header for every C target; this one has nothing to declare.
