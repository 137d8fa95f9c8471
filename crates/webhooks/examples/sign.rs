//! Signs a message and prints the headers a receiver checks.

use blaupause_webhooks::Secret;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let secret: Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".parse()?;
    let (id, timestamp, body) = ("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, "{\"test\": 2432232314}");
    println!("webhook-id: {id}");
    println!("webhook-timestamp: {timestamp}");
    println!("webhook-signature: {}", secret.sign(id, timestamp, body.as_bytes()));
    Ok(())
}
