//! Tests, phenomenon by phenomenon, in invented sentences.
